"""The engines that evaluate columns: DuckDB inside the program, a database in place, Spark."""
