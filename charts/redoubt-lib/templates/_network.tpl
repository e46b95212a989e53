{{- define "redoubt-lib.service.object" -}}
{{- $app := .Files.Get "app.yaml" | fromYaml -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
  {{- with .Values.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .Values.service.type }}
  selector:
    {{- include "redoubt-lib.selectorLabels" . | nindent 4 }}
  ports:
    - name: ops
      port: 9090
      targetPort: ops
    {{- if $app.httpPort }}
    - name: http
      port: {{ ternary 443 80 (ne .Values.tls.secretName "") }}
      targetPort: http
    {{- end }}
    {{- range $name, $port := ($app.extraPorts | default dict) }}
    {{- $number := get $.Values.config $port.key }}
    {{- if $number }}
    - name: {{ $name }}
      port: {{ include "redoubt-lib.text" $number }}
      targetPort: {{ $name }}
      protocol: {{ $port.protocol }}
    {{- end }}
    {{- end }}
{{- end }}

{{/* Ports beside HTTP that are open, as ports of a policy. */}}
{{- define "redoubt-lib.openPorts" -}}
{{- range $name, $port := ((.Files.Get "app.yaml" | fromYaml).extraPorts | default dict) }}
{{- if get $.Values.config $port.key }}
- port: {{ $name }}
  protocol: {{ $port.protocol }}
{{- end }}
{{- end }}
{{- end }}

{{/* Peers of a list that may be empty, (list context name): then every address but those of the machine itself. */}}
{{- define "redoubt-lib.everyone" -}}
{{- $given := (include "redoubt-lib.setting" (list (index . 0) "networkPolicy" (index . 1)) | fromJson).v -}}
{{- if $given -}}
{{- toYaml $given -}}
{{- else -}}
- ipBlock:
    cidr: 0.0.0.0/0
    except: [169.254.0.0/16]
- ipBlock:
    cidr: ::/0
    except: ['fe80::/10']
{{- end -}}
{{- end }}

{{/* Pods of all namespaces; where the Service is open to the outside also those who come from there. */}}
{{- define "redoubt-lib.httpFrom" -}}
{{- if or .Values.networkPolicy.httpFrom (ne .Values.service.type "ClusterIP") -}}
{{- include "redoubt-lib.everyone" (list . "httpFrom") -}}
{{- else -}}
- namespaceSelector: {}
{{- end -}}
{{- end }}

{{/*
Where names are resolved. A policy sees the ports of DNS pods, not of their Service; a cache on each node has an address
of the node alone.
*/}}
{{- define "redoubt-lib.dnsEgress" -}}
{{- $isOpenShift := (include "redoubt-lib.setting" (list . "openshift" "enabled") | fromJson).v -}}
{{- $to := (include "redoubt-lib.setting" (list . "networkPolicy" "dnsTo") | fromJson).v -}}
{{- $ports := (include "redoubt-lib.setting" (list . "networkPolicy" "dnsPorts") | fromJson).v -}}
- to:
    {{- if $to }}
    {{- toYaml $to | nindent 4 }}
    {{- else }}
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ ternary "kube-system" "openshift-dns" (empty $isOpenShift) }}
    - ipBlock:
        cidr: 169.254.20.10/32
    {{- end }}
  ports:
    {{- range $ports | default (ternary (list 53) (list 53 5353) (empty $isOpenShift)) }}
    - port: {{ . | int }}
      protocol: UDP
    - port: {{ . | int }}
      protocol: TCP
    {{- end }}
{{- end }}

{{/* Nothing in or out but what is named here. */}}
{{- define "redoubt-lib.networkPolicy" -}}
{{- $app := .Files.Get "app.yaml" | fromYaml -}}
{{- $policy := .Values.networkPolicy -}}
{{- if $policy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "redoubt-lib.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              {{- toYaml $policy.monitoringNamespace | nindent 14 }}
        - podSelector:
            matchLabels:
              app.kubernetes.io/part-of: redoubt
      ports:
        - port: ops
    {{- if $app.httpPort }}
    - from:
        {{- include "redoubt-lib.httpFrom" . | trim | nindent 8 }}
        {{- if eq .Chart.Name "ingest-gateway" }}
        # Its canary.
        - podSelector:
            matchLabels:
              app.kubernetes.io/name: compliance-reporter
        {{- end }}
      ports:
        - port: http
    {{- end }}
    {{- with include "redoubt-lib.openPorts" . | trim }}
    # Devices are no pods: they come from addresses.
    - from:
        {{- include "redoubt-lib.everyone" (list $ "syslogFrom") | trim | nindent 8 }}
      ports:
        {{- . | nindent 8 }}
    {{- end }}
  egress:
    {{- include "redoubt-lib.dnsEgress" . | trim | nindent 4 }}
    {{- $redisPort := (include "redoubt-lib.setting" (list . "networkPolicy" "redisPort") | fromJson).v | default 6379 | int }}
    - to:
        {{- $redisTo := (include "redoubt-lib.setting" (list . "networkPolicy" "redisTo") | fromJson).v }}
        {{- $redisPods := list (dict "podSelector" (dict "matchLabels" (dict "app.kubernetes.io/name" "redis-cluster"))) }}
        {{- toYaml ($redisTo | default $redisPods) | nindent 8 }}
      ports:
        - port: {{ $redisPort }}
        {{- if $app.usesKubernetes }}
        # It tries whether nodes refuse it here; its own policy must not answer for theirs.
        - port: {{ add $redisPort 10000 }}
        {{- end }}
    {{- if ne $app.database "none" }}
    - to:
        {{- $databaseTo := (include "redoubt-lib.setting" (list . "networkPolicy" "databaseTo") | fromJson).v }}
        {{- toYaml ($databaseTo | default (list (dict "namespaceSelector" dict))) | nindent 8 }}
      ports:
        - port: {{ (include "redoubt-lib.setting" (list . "networkPolicy" "databasePort") | fromJson).v | default 5432 | int }}
    {{- end }}
    {{- if hasKey $policy "receiverPorts" }}
    - to:
        {{- include "redoubt-lib.everyone" (list . "receiversTo") | trim | nindent 8 }}
      {{- with $policy.receiverPorts }}
      ports:
        {{- range . }}
        - port: {{ . | int }}
        {{- end }}
      {{- end }}
    {{- end }}
    {{- if $app.usesKubernetes }}
    - to:
        {{- toYaml $policy.kubernetesTo | nindent 8 }}
      ports:
        - port: 443
        - port: 6443
    {{- end }}
    {{- with get .Values.config "CANARY_URL" }}
    - to:
        - podSelector:
            matchLabels:
              app.kubernetes.io/name: ingest-gateway
      ports:
        - port: http
    {{- $url := urlParse . }}
    {{- if not (regexMatch "^[^.]+$|\\.svc(\\..+)?$" $url.hostname) }}
    # By the way that senders take.
    - to:
        {{- include "redoubt-lib.everyone" (list $ "receiversTo") | trim | nindent 8 }}
      ports:
        - port: {{ regexFind "[0-9]+$" (trimPrefix $url.hostname $url.host) | default (ternary "443" "80" (eq $url.scheme "https")) }}
    {{- end }}
    {{- end }}
    {{- with $policy.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}
