"""Markup of other worlds <-> the model's text; knows no record."""
