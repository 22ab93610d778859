"""PDF reports; the only package that imports reportlab."""
