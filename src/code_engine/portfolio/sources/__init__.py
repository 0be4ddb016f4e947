"""From what a landlord can export to cases: folders, lines of JSON, CSV, Excel and Parquet."""
