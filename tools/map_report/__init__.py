"""The report of a map: what tools/report writes. gather collects, html, pdf and latex write, replace puts the result in place."""
