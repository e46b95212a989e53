{{/* Names stay short enough for what controllers append to them (63 characters in all). */}}
{{- define "redoubt-lib.joined" -}}
{{- $whole := printf "%s-%s" (index . 0) (index . 1) -}}
{{- if le (len $whole) 50 -}}
{{- $whole -}}
{{- else -}}
{{- $room := sub 43 (len (index . 1)) | int -}}
{{- printf "%s-%s-%s" (index . 0 | trunc $room | trimSuffix "-") (index . 0 | sha256sum | trunc 5) (index . 1) -}}
{{- end -}}
{{- end }}

{{- define "redoubt-lib.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- include "redoubt-lib.nameOf" (list . .Chart.Name) -}}
{{- end -}}
{{- end }}

{{/* Name of the objects of one chart in this release: (list context chart). */}}
{{- define "redoubt-lib.nameOf" -}}
{{- $release := (index . 0).Release.Name -}}
{{- if contains (index . 1) $release -}}
{{- $release | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- include "redoubt-lib.joined" (list $release (index . 1)) -}}
{{- end -}}
{{- end }}

{{/* Whether Redis comes with this release; empty when not. */}}
{{- define "redoubt-lib.hasBundledRedis" -}}
{{- if dig "redis" "bundled" false (.Values.global | default dict) -}}true{{- end -}}
{{- end }}

{{/* What the Redis of this release is called, where its own values cannot be seen. */}}
{{- define "redoubt-lib.bundledRedis" -}}
{{- dig "redis" "name" "" (.Values.global | default dict) | default (include "redoubt-lib.nameOf" (list . "redis-cluster")) -}}
{{- end }}

{{/* What selectors name; it never changes. */}}
{{- define "redoubt-lib.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "redoubt-lib.labels" -}}
{{ include "redoubt-lib.selectorLabels" . }}
app.kubernetes.io/part-of: redoubt
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 }}
{{- end }}

{{- define "redoubt-lib.metadata" -}}
name: {{ include "redoubt-lib.fullname" . }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "redoubt-lib.labels" . | nindent 2 }}
{{- end }}

{{- define "redoubt-lib.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (include "redoubt-lib.fullname" .) -}}
{{- end }}

{{/* A setting of this chart where it is given, else that of the umbrella chart: (list context "redis" "nodes"). */}}
{{- define "redoubt-lib.setting" -}}
{{- $context := index . 0 -}}
{{- $own := dict "v" $context.Values -}}
{{- $shared := dict "v" ($context.Values.global | default dict) -}}
{{- range rest . -}}
{{- $_ := set $own "v" (get ($own.v | default dict) .) -}}
{{- $_ := set $shared "v" (get ($shared.v | default dict) .) -}}
{{- end -}}
{{- dict "v" ($own.v | default $shared.v) | toJson -}}
{{- end }}

{{- define "redoubt-lib.image" -}}
{{- $image := .Values.image -}}
{{- $registry := (get (.Values.global | default dict) "imageRegistry") | default $image.registry -}}
{{- $repository := $image.repository -}}
{{- $path := ternary (printf "%s/%s" $registry $repository) $repository (ne $registry "") -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $path $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $path ($image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end }}

{{- define "redoubt-lib.pullSecrets" -}}
{{- with (include "redoubt-lib.setting" (list . "imagePullSecrets") | fromJson).v }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- end }}
