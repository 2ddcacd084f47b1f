"""MARC 21 bibliographic records in XML (https://www.loc.gov/marc/bibliographic/, https://www.loc.gov/standards/marcxml/)."""
