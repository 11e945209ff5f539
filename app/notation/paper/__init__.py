"""The score on paper and in pictures: pages, PDF, PNG and SVG."""
