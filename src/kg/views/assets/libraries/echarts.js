// The parts of Apache ECharts that the map, the flows and the timeline use; make.sh makes echarts.min.js of it.
import { BarChart, LinesChart, SankeyChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GeoComponent, GridComponent } from "echarts/components";
import { init, registerMap, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LinesChart, SankeyChart, ScatterChart, AriaComponent, GeoComponent, GridComponent, LabelLayout, SVGRenderer]);
export { init, registerMap };
