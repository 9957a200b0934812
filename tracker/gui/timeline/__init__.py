"""The timeline widgets: `labels` caches rendered texts, `painting` draws a scene, `view` handles mouse and keys,
`overview` shows all of time, `legend` explains the shapes.
"""
