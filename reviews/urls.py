"""Addresses of contracts and their reviews."""

from django.urls import include, path

from reviews.views import about, calls, contracts, desk, files, models, paper, report, second_reader, sign_off, upload

app_name = "reviews"
urlpatterns = [
    path("", contracts.contract_list, name="contracts"),
    path("contracts/new/", upload.new_contract, name="new_contract"),
    path("contracts/<uuid:public_id>/", contracts.contract_detail, name="contract"),
    path("contracts/<uuid:public_id>/papers/", upload.add, name="add_papers"),
    path("contracts/<uuid:public_id>/papers/<int:pk>/", upload.replace, name="replace_paper"),
    path("contracts/<uuid:public_id>/review/", contracts.review_again, name="review_again"),
    path("contracts/<uuid:public_id>/discard/", contracts.discard, name="discard"),
    path("contracts/<uuid:public_id>/second-reader/", second_reader.second_reader, name="second_reader"),
    path("contracts/<uuid:public_id>/keep-here/", second_reader.keep_here, name="keep_here"),
    path("contracts/<uuid:public_id>/calls/", calls.contract_calls, name="contract_calls"),
    path("reviews/<uuid:public_id>/", report.review_detail, name="review"),
    path("reviews/<uuid:public_id>/progress/", contracts.progress, name="progress"),
    path("reviews/<uuid:public_id>/papers/<int:number>/", paper.paper, name="paper"),
    path("reviews/<uuid:public_id>/desk/", desk.desk, name="desk"),
    path("reviews/<uuid:public_id>/findings/<str:item>/", desk.verdict, name="verdict"),
    path("reviews/<uuid:public_id>/findings/<str:item>/decide/", desk.decide, name="decide"),
    path("reviews/<uuid:public_id>/findings/<str:item>/comment/", desk.comment, name="comment"),
    path("reviews/<uuid:public_id>/findings/<str:item>/assign/", desk.assign, name="assign"),
    path("reviews/<uuid:public_id>/sign-off/", sign_off.sign_off, name="sign_off"),
    path("reviews/<uuid:public_id>/signed.pdf", sign_off.signed_pdf, name="signed_pdf"),
    path("verify/", sign_off.verify, name="verify"),
    path("reviews/<uuid:public_id>/report.json", files.report_json, name="report_json"),
    path("reviews/<uuid:public_id>/pdf/<str:language>/", files.report_pdf, name="report_pdf"),
    path("reviews/<uuid:public_id>/pdf/<str:language>/download/", files.download_pdf, name="download_pdf"),
    path("settings/models/", models.models_page, name="models"),
    path("settings/models/new/", models.provider_new, name="provider_new"),
    path("settings/models/<int:pk>/", models.provider_edit, name="provider"),
    path("settings/models/<int:pk>/move/", models.provider_move, name="provider_move"),
    path("settings/models/<int:pk>/remove/", models.provider_remove, name="provider_remove"),
    path("settings/models/<int:pk>/test/", models.provider_test, name="provider_test"),
    path("settings/calls/", calls.ledger, name="calls"),
    path("settings/calls.csv", calls.ledger_csv, name="calls_csv"),
    path("contracts/<uuid:public_id>/about/", about.about, name="contract_about"),
    path("portfolio/", include("reviews.portfolio_urls")),
    path("checklists/", include("reviews.checklist_urls")),
]
