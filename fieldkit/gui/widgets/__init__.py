"""Small building blocks that pages are made of."""
