from django.urls import path

from trajecten.plans import views

PLAN = "clienten/<int:pk>/plan/"
VERSION = PLAN + "<int:version>/"

urlpatterns = [
    path(PLAN, views.plan, name="plan"),
    path(PLAN + "wijzigen/", views.plan_change, name="plan_change"),
    path(PLAN + "aanbieden/", views.plan_offer, name="plan_offer"),
    path(PLAN + "herzien/", views.plan_review, name="plan_review"),
    path(PLAN + "beeindigen/", views.plan_end, name="plan_end"),
    path(PLAN + "scholing-geweigerd/", views.plan_refuse_training, name="plan_refuse_training"),
    path(VERSION, views.plan_version, name="plan_version"),
    path(VERSION + "pdf/", views.plan_pdf, name="plan_pdf"),
    path(VERSION + "getekend/", views.plan_scan, name="plan_scan"),
    path(VERSION + "tekenen/", views.plan_sign, name="plan_sign"),
    path(VERSION + "terughalen/", views.plan_withdraw, name="plan_withdraw"),
    path("plandoelen/<int:pk>/gehaald/", views.goal_reached, name="goal_reached"),
    path("plandoelen/<int:pk>/laten-vallen/", views.goal_drop, name="goal_drop"),
]
