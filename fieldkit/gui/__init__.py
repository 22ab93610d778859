"""Desktop: thin PySide6 pages over the services."""
