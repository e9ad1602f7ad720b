"""What a build is held against: grounding, completeness, sums, contradictions and shapes, as one report.

Nothing is imported here: extraction needs the grounding gate alone.
"""
