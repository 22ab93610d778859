"""Parts of the pages that show records: filters, answers, history, comparisons, decisions."""
