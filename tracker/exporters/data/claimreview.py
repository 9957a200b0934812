"""ClaimReview, the markup of fact-checks that search engines read."""

from typing import Any

from tracker.exporters.data.json_text import as_json
from tracker.exporters.data.rows import Export, citing


def to_claimreview(export: Export) -> bytes:
    """ClaimReview as JSON-LD (schema.org, with the fields that Google requires); a draft until the review has an address."""
    found, cited = [], citing(export)
    for claim in export.claims:
        item: dict[str, Any] = {"@type": "Claim"}
        if claim.claimants:
            item["author"] = {"@type": "Person", "name": claim.claimants[0]}
        if claim.said.first and claim.said.first == claim.said.last:
            item["datePublished"] = claim.said.first
        urls = [source.url for source in cited(claim) if source.url]
        if urls:
            item["appearance"] = [{"@type": "CreativeWork", "url": url} for url in urls]
        rating: dict[str, Any] = {"@type": "Rating", "alternateName": claim.verdict_label}
        if claim.rating:
            rating |= {"ratingValue": claim.rating, "worstRating": 1, "bestRating": 5}
        found.append(
            {"@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": claim.statement,
             "datePublished": export.as_of[:10], "url": "", "creativeWorkStatus": "Draft",
             "author": {"@type": "Organization", "name": export.case}, "reviewRating": rating, "itemReviewed": item}
        )  # fmt: skip
    return as_json(found)
