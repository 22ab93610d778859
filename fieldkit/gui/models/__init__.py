"""Tables as Qt models over frozen rows."""
