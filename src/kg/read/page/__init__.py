"""The parts of a web page: its tags, its lines with where they stand, its tables, its furniture, what it says of itself."""
