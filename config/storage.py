"""Where uploaded files and reports lie: a folder, or a bucket of any service that speaks S3."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured


def storage_from_url(url: str, folder: Path) -> dict[str, Any]:
    """An entry of STORAGES. "" means `folder`; else s3://bucket[/prefix][?endpoint=https://...&region=...].

    Keys and secrets are not part of the address: boto3 finds them in its usual places (AWS_ACCESS_KEY_ID and so on).
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise ImproperlyConfigured("STORAGE_URL must look like s3://bucket/prefix?endpoint=https://storage.example.com")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if unknown := query.keys() - {"endpoint", "region"}:
        raise ImproperlyConfigured(f"STORAGE_URL knows endpoint and region, not {', '.join(sorted(unknown))}")
    options: dict[str, Any] = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
    }
    if "endpoint" in query:
        options["endpoint_url"] = query["endpoint"]
    if "region" in query:
        options["region_name"] = query["region"]
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
