{{/* Everything of one service: the only thing that its chart includes. */}}
{{- define "redoubt-lib.objects" -}}
{{- $app := .Files.Get "app.yaml" | fromYaml -}}
{{- $parts := list "redoubt-lib.configMap" "redoubt-lib.service.object" "redoubt-lib.deployment" "redoubt-lib.pdb" -}}
{{- $parts = concat $parts (list "redoubt-lib.hpa" "redoubt-lib.scaledObject" "redoubt-lib.networkPolicy") -}}
{{- $parts = concat $parts (list "redoubt-lib.serviceMonitor" "redoubt-lib.rbac" "redoubt-lib.externalSecret" "redoubt-lib.test") -}}
{{- if .Values.serviceAccount.create -}}{{- $parts = append $parts "redoubt-lib.serviceAccount" -}}{{- end -}}
{{- if $app.httpPort -}}{{- $parts = concat $parts (list "redoubt-lib.httpRoute" "redoubt-lib.ingress") -}}{{- end -}}
{{- range $part := $parts -}}
{{- with (include $part $ | trim) }}
---
{{ . }}
{{- end -}}
{{- end -}}
{{- range .Values.extraObjects }}
---
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What stands after an installation; warnings first. */}}
{{- define "redoubt-lib.notes" -}}
{{- if and (not .Values.image.digest) (not .Values.image.tag) }}
WARNING: {{ .Chart.Name }} runs the tag {{ .Chart.AppVersion }}; name image.digest so that nobody can exchange it.
{{- end }}
{{- if not .Values.networkPolicy.enabled }}
WARNING: {{ .Chart.Name }} has no NetworkPolicy: everything may talk to it.
{{- end }}
{{- if not (or .Values.redis.tls.enabled (dig "redis" "tls" "enabled" false (.Values.global | default dict))) }}
WARNING: {{ .Chart.Name }} speaks to Redis without TLS.
{{- end }}

{{ .Chart.Name }} is installed. Next:
  kubectl --namespace {{ .Release.Namespace }} rollout status deployment/{{ include "redoubt-lib.fullname" . }}
  kubectl --namespace {{ .Release.Namespace }} logs deployment/{{ include "redoubt-lib.fullname" . }}
  helm test --namespace {{ .Release.Namespace }} {{ .Release.Name }}
{{- end }}
