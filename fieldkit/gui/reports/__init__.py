"""Parts of the page with the reports: what is wanted, and its pages."""
