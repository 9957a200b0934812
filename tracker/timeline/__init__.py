"""The arithmetic of the picture. Items in, a Scene out; it draws nothing and knows no window.

`items` are what can be placed, as sorted columns; `scale` turns days into pixels, `ticks` name them; `bands` put lanes
under their headings, `lanes` give things rows inside one; `density` counts what lies too close together, `crowds` keep
it; `layout` puts it together into a `scene`, `svg` writes a scene as a picture.
"""
