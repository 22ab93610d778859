"""Optional office server: the same merge onto PostgreSQL."""
