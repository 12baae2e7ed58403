#!/usr/bin/env node
import '@axiswise/cli/bin';
