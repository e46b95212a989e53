{{- define "redoubt-lib.httpRoute" -}}
{{- if .Values.gateway.enabled -}}
{{- if not .Values.gateway.parentRefs }}{{ fail (printf "%s: gateway.parentRefs: the Gateway is required" .Chart.Name) }}{{ end -}}
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
  {{- with .Values.gateway.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  parentRefs:
    {{- toYaml .Values.gateway.parentRefs | nindent 4 }}
  {{- with .Values.gateway.hostnames }}
  hostnames:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  rules:
    {{- with (.Files.Get "app.yaml" | fromYaml).longLivedPath }}
    - matches:
        - path:
            type: PathPrefix
            value: {{ . }}
      # Sockets stay open: no limit on how long a request may take.
      timeouts:
        request: 0s
      backendRefs:
        - name: {{ include "redoubt-lib.fullname" $ }}
          port: {{ ternary 443 80 (ne $.Values.tls.secretName "") }}
    {{- end }}
    - matches:
        - path:
            type: PathPrefix
            value: /
      backendRefs:
        - name: {{ include "redoubt-lib.fullname" . }}
          port: {{ ternary 443 80 (ne .Values.tls.secretName "") }}
{{- end }}
{{- end }}

{{- define "redoubt-lib.ingress" -}}
{{- if .Values.ingress.enabled -}}
{{- if not .Values.ingress.hosts }}{{ fail (printf "%s: ingress.hosts: at least one host is required" .Chart.Name) }}{{ end -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
  {{- with .Values.ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with .Values.ingress.className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- with .Values.ingress.tls }}
  tls:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  rules:
    {{- range .Values.ingress.hosts }}
    - host: {{ . | quote }}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: {{ include "redoubt-lib.fullname" $ }}
                port:
                  name: http
    {{- end }}
{{- end }}
{{- end }}
