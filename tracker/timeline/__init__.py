"""The arithmetic of the picture. Items in, a Scene out; it draws nothing and knows no window.

`items` are what can be placed, `scale` turns days into pixels and ticks, `lanes` pack rows, `density` counts for the
overview, `scene` puts it together, `svg` writes a scene as a picture.
"""
