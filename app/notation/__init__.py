"""Written music: music21 scores and MusicXML, Verovio's engraving, pages for paper and screen."""
