from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.storage import storage_from_url


def test_storage_without_url_is_a_folder():
    assert storage_from_url("", Path("/data/media")) == {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": "/data/media"},
    }


def test_storage_in_a_bucket_of_any_service():
    url = "s3://papers/team/a?endpoint=https://storage.example.com&region=eu-1"
    assert storage_from_url(url, Path("/data/media")) == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "papers",
            "location": "team/a",
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "endpoint_url": "https://storage.example.com",
            "region_name": "eu-1",
        },
    }


@pytest.mark.parametrize("url", ["papers", "s3:///prefix", "ftp://papers/prefix", "s3://papers?acl=public"])
def test_storage_url_that_cannot_be_meant_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL"):
        storage_from_url(url, Path("/data/media"))
