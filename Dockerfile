# One replica of the gateway, for production: docker build -t stms-gateway .
# The same image migrates (node dist/commands/db-migrate.js) and makes administrators (node dist/commands/create-admin.js).

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package needs a script of its own: docs/supply-chain.md.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

# Without tools, and without the PostgreSQL that development embeds.
FROM node:20-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund --omit=dev --omit=optional
# Half of what is left is never read: what Prisma needs for other databases, types, and maps of sources.
RUN find node_modules/@prisma/client/runtime -name 'query_compiler_*' ! -name '*_small_bg.postgresql.*' -delete \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
# Root owns what runs, and the gateway runs as somebody else: it cannot change itself.
COPY --from=packages /app/node_modules node_modules
# The binary that hashes passwords is an optional package: the one for this machine.
COPY --from=build /app/node_modules/@node-rs node_modules/@node-rs
COPY --from=build /app/dist dist
COPY package.json ./
COPY prisma/migrations prisma/migrations
COPY docs/errors docs/errors
COPY deploy/docker/probe.mjs ./
# By number, as Kubernetes wants it to see that it is not root: the image's user "node".
USER 1000:1000
EXPOSE 4000
# Whether it lives, not whether it is ready: restarting it would not bring back a Redis that is away.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["node", "probe.mjs", "/livez"]
# In this form node itself is told to stop (SIGTERM), and drains.
CMD ["node", "dist/main.js"]
