"""The --profile option of every command that writes a file: its audience."""

import click

from tracker.domain.design import PROFILES

PROFILE = click.option("--profile", type=click.Choice(list(PROFILES)), help="Audience; legal by default.")
