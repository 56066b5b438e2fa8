"""Addresses of the portfolio, within those of reviews."""

from django.urls import path

from reviews.views import compare, portfolio, portfolio_files, portfolio_more

urlpatterns = [
    path("", portfolio.portfolio, name="portfolio"),
    path("table.<str:format>", portfolio_files.table_file, name="portfolio_table"),
    path("map.<str:format>", portfolio_files.map_file, name="portfolio_map"),
    path("vendors/", portfolio_more.vendors, name="portfolio_vendors"),
    path("changes/", portfolio_more.changes, name="portfolio_changes"),
    path("search/", portfolio_more.search, name="portfolio_search"),
    path("compare/", compare.compare, name="compare"),
    path("compare/comparison.<str:format>", portfolio_files.compare_file, name="compare_file"),
]
