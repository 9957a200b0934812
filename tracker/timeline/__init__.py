"""The layout of the timeline, without Qt: takes items, returns a Scene; it draws nothing.

`item` is one thing that can be placed, `items` many as sorted columns, `changing` puts one of them in a new place,
`walking` finds the next or previous one. `scale` turns days into pixels, `ticks` label them. `bands` put lanes under
their headings, `lanes` give items rows inside a lane, `rows` store them; `shapes` compute the extent of items,
`labels` their texts, `boxes` place both, `beside` adds roles, arcs and dates; `density` counts items too close together,
`overflow` caches the counts. `layout` combines everything into a `scene`, `svg` writes a scene as a picture.
"""
