"""Pictures, sounds and videos of unknown origin: details removed, thumbnails, blurred areas; all in a child process."""
