"""A build in the formats that others work with: workbooks, tables, networks, data packages."""

from kg.export.export import FORMS, export, form_of

__all__ = ["FORMS", "export", "form_of"]
