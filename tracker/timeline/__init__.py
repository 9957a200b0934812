"""The arithmetic of the picture. Items in, a Scene out; it draws nothing and knows no window.

`item` is one thing that can be placed, `items` many as sorted columns, `changing` puts one of them in a new place,
`walking` goes from one to the next. `scale` turns days into pixels, `ticks` name them. `bands` put lanes under their
headings, `lanes` give things rows inside one, `rows` keep them; `shapes` say how far items reach, `labels` what stands
at them, `boxes` put both in place, `beside` adds roles, arcs and dates; `density` counts what lies too close together,
`overflow` keeps it. `layout` puts it together into a `scene`, `svg` writes a scene as a picture.
"""
