"""Bytes in, bytes out: key slots, sealing, signing."""
