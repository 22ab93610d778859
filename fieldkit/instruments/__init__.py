"""XLSForm to XForm to form session; pyxform and lxml live here and nowhere else."""
