"""Attached files on the screen: what they are, and the page on which areas of a picture are hidden."""
