"""Dates as Dutch people write and type them."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j b Y"
TIME_FORMAT = "H.i"
DATETIME_FORMAT = "j F Y, H.i"
SHORT_DATETIME_FORMAT = "j b, H.i"
DATE_INPUT_FORMATS = ["%d-%m-%Y", "%d-%m-%y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d"]
THOUSAND_SEPARATOR = "."
DECIMAL_SEPARATOR = ","
