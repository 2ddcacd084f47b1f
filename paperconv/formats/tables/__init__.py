"""Tables with a row for each paper and a row that names the columns: CSV and TSV of any origin, and Scopus's export."""
