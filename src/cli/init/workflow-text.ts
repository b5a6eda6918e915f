/**
 * A workflow for GitHub: it checks issues in every pull request, keeps the pages of their preview, and sends an issue
 * when somebody starts it and a maintainer approves.
 */
export const workflowText = `# In every pull request: checks the issues, and keeps the pages of their preview as an artifact of the run.
# By hand (Actions, newsletter, Run workflow): sends an issue when a maintainer approves. See below what that needs.
# It installs what package-lock.json says: commit that file.
name: newsletter
on:
  pull_request:
  workflow_dispatch:
    inputs:
      issue: { description: "The issue to send, such as 2026-12-01-hello", required: true }
      plan: { description: "The hash of its plan, which send --dry-run prints", required: true }

permissions:
  contents: read

jobs:
  check:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@v4
        with: { node-version: 24, cache: npm }
      - run: npm ci
      - run: npx letterpress check --format github
      - if: always()
        env: { BASE: "\${{ github.base_ref }}" }
        run: npx letterpress preview --export exported --against "origin/$BASE"
      - if: always()
        uses: actions/upload-artifact@v4
        with: { name: preview, path: exported }

  # Needs three things of yours: an environment "newsletter" with required reviewers (Settings, Environments), a runner of your own on
  # the machine where the store is, and the relay's password as a secret. "clean: false" leaves the store where it is.
  # Keep the repository private, or let the runner take this workflow on this branch only (Settings, Actions, Runner groups): in a public one
  # whoever opens a pull request can have it run what they like on your runner.
  send:
    if: github.event_name == 'workflow_dispatch'
    environment: newsletter
    concurrency: newsletter
    runs-on: [self-hosted, newsletter]
    timeout-minutes: 1440
    steps:
      - uses: actions/checkout@v4
        with: { clean: false }
      - run: npm ci
      - env:
          LETTERPRESS_SMTP_PASSWORD: \${{ secrets.LETTERPRESS_SMTP_PASSWORD }}
          ISSUE: \${{ inputs.issue }}
          PLAN: \${{ inputs.plan }}
        run: npx letterpress send "$ISSUE" --yes --plan "$PLAN"
`;
