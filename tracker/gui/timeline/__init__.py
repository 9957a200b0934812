"""The timeline widgets: `labels` keeps pictures of words, `painting` draws a scene, `view` holds the hands, `overview`
all of time, `legend` what the shapes mean.
"""
