"""What guards the open window: alarms from outside, the clipboard, the name of the window, pictures of the screen."""
