"""Addresses of checklists, their versions and drafts."""

from django.urls import path

from reviews.views import checklists, drafts, trials

urlpatterns = [
    path("", checklists.checklist_list, name="checklists"),
    path("new/", checklists.new_checklist, name="new_checklist"),
    path("ready/<slug:key>/", checklists.add_ready, name="add_ready"),
    path("import/", checklists.import_file, name="import_checklist"),
    path("<int:pk>/", checklists.checklist_detail, name="checklist"),
    path("<int:pk>/versions/<int:number>/", checklists.checklist_version, name="checklist_version"),
    path("<int:pk>/versions/<int:number>/checklist.yaml", checklists.export_version, name="export_version"),
    path("<int:pk>/versions/<int:number>/copy/", checklists.copy_version, name="copy_version"),
    path("<int:pk>/begin/", checklists.begin_draft, name="begin_draft"),
    path("<int:pk>/draft/", drafts.draft, name="draft"),
    path("<int:pk>/draft/checklist.yaml", drafts.export_draft, name="export_draft"),
    path("<int:pk>/draft/head/", drafts.draft_head, name="draft_head"),
    path("<int:pk>/draft/new-item/", drafts.new_item, name="new_item"),
    path("<int:pk>/draft/items/<int:number>/", drafts.draft_item, name="draft_item"),
    path("<int:pk>/draft/items/<int:number>/change/", drafts.change_item, name="change_item"),
    path("<int:pk>/draft/items/<int:number>/try/", trials.try_out, name="try_out"),
    path("<int:pk>/draft/changes/", drafts.draft_changes, name="draft_changes"),
    path("<int:pk>/draft/preview/", trials.preview, name="preview"),
    path("<int:pk>/draft/publish/", drafts.publish, name="publish_draft"),
    path("<int:pk>/draft/discard/", drafts.discard, name="discard_draft"),
]
