# The command line for a server in containers: tokens, and whatever else goes through the running services.
# Build from the root of the repository: docker build -f docker/sojourn.Dockerfile .
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /source
COPY . .
RUN node scripts/run.mjs build
RUN npx --yes pnpm@12.21.0 --filter sojourn deploy --prod --legacy /image

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production
RUN install -d -o node -g node -m 0700 /shared
ENV SOJOURN_SERVICE_TOKEN_FILE=/shared/service-token.key
ENV SOJOURN_TIMESERIES_ADDRESS=timeseries-service:8091
ENV SOJOURN_TIMESERIES_PUBLIC_ADDRESS=timeseries-service:8081
ENV SOJOURN_PIPELINE_ADDRESS=analysis-pipeline:8082
WORKDIR /app
COPY --from=build /image .
VOLUME ["/shared"]
USER node
ENTRYPOINT ["node", "bin/sojourn.js"]
CMD ["--help"]
