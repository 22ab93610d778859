"""What guards the open window: alarms from outside, the clipboard, the name on the title bar, recordings of the screen."""
