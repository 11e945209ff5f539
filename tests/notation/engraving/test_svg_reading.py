from app.notation.engraving.svg_reading import read_systems

SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
<defs><g id="E0A4"><path d="M0 0H10V5H0Z"/></g></defs>
<g class="system">
  <g class="measure" id="m7">
    <g class="staff" id="s">
      <path d="M100 20 L900 20" stroke-width="13"/><path d="M100 740 L900 740"/>
      <g class="layer" id="l">
        <g class="beam" id="b">
          <polygon points="10,20 30,25 30,35 10,30"/>
          <g class="note" id="w3"><g class="notehead">
            <use xlink:href="#E0A4" transform="translate(200, 380) scale(2, 2)"/></g>
            <g class="stem"><path d="M205 300 L205 380" stroke-width="18"/></g></g>
          <g class="note" id="w4"><g class="dots"><ellipse cx="5" cy="6" rx="4" ry="4"/></g></g>
        </g>
      </g>
    </g>
    <g class="tempo" id="t"><rect x="0" y="0" width="5" height="5"/></g>
    <g class="tie" id="t2" data-startid="#w4"><path d="M1 1C2 2 3 2 4 1" stroke-width="2"/></g>
  </g>
</g></svg>"""


def test_shapes_know_where_they_are_and_whose() -> None:
    ((measure,),) = read_systems(SVG)
    assert (measure.staff.x, measure.staff.y) == (100, 20)
    assert (measure.staff.width, measure.staff.height) == (800, 720)
    beam, head, stem, dot, tie = measure.shapes
    assert (beam.owner, beam.group) == (None, ("w3", "w4"))
    assert (head.owner, head.kinds[-1], head.x, head.y, head.scale) == (
        *("w3", "notehead", 200, 380),
        2,
    )
    assert (head.bounds.width, head.bounds.height) == (20, 10)
    assert (stem.bounds.x, stem.bounds.width, stem.bounds.height) == (196, 18, 80)
    assert (dot.owner, dot.x, dot.y) == ("w4", 5, 6)
    assert (tie.owner, tie.group, tie.stroke) == (None, ("w4",), 2)
