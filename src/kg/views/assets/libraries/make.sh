#!/bin/sh
# Make the libraries of the pages anew, from the versions named here: sh make.sh. Needs node and npm, and a package index.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --save-exact vis-network@10.1.5 echarts@6.1.0 outline@npm:echarts@4.9.0 write-excel-file@4.1.1 fflate@0.8.3 esbuild@0.28.2
node node_modules/esbuild/install.js
cp "$here/echarts.js" "$here/write-excel-file.js" .
bundle() { npx esbuild "$1.js" --bundle --minify --format=iife --global-name="$2" --target=es2020 --legal-comments=none --charset=utf8 --log-level=error --outfile="$here/$1.min.js"; }
bundle echarts echarts
bundle write-excel-file xlsx
cp node_modules/vis-network/standalone/umd/vis-network.min.js "$here/"
cp node_modules/outline/map/json/china.json "$here/provinces.json"
