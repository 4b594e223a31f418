package para

import (
	"strings"
	"testing"

	"dayang/layout/geom"
)

// filler is news of this project's own making, of the kinds of lines that are hard to set.
var filler = []string{
	"在东湖新区小学的“开心农场”里，五年级的孩子正在给萝卜间苗。科学老师谈晓棠说，从播种到收获，学生要写满一本观察日记。记者在一间教室里看到，课桌椅经过改造，椅背可以放倒，学生中午能躺下休息。类似的“午休椅”，全市已经配备了770套。",
	"据统计，全市现有高新技术企业867家、“专精特新”中小企业29家，规模以上工业企业数字化改造覆盖率达85%。今年1～9月，全市高新技术产业增加值同比增长13.8%，占规上工业的比重为90%，比上年同期提高4.6个百分点。",
	"“跑步让我认识了一座城，也认识了一群朋友。”跑友闻景行说，赛道两旁的加油声此起彼伏，最后5公里几乎是被大家“推”着跑完的……《晨报》——本地最早的报纸之一——当天用两个版报道了比赛。",
	"路口装上了AI摄像头，GPS定位精确到0.5米；系统由IoT传感器、GIS地图和Web端三部分组成，已通过ISO 9001认证（编号：CN-2024/0187）。",
}

// page is about 7,000 characters of paragraphs.
func page() []Input {
	var out []Input
	n := 0
	for i := 0; n < 7000; i++ {
		// The numbers make the paragraphs differ.
		s := strings.ReplaceAll(filler[i%len(filler)], "5", string(rune('0'+i%10)))
		in := Input{Clusters: clusters(s), Style: Style{Em: testEm, Level: LevelGB, Indent: ems(2), EvenPitch: true}}
		n += len(in.Clusters)
		out = append(out, in)
	}
	return out
}

// BenchmarkPage sets 7,000 characters from scratch.
func BenchmarkPage(b *testing.B) {
	paras := page()
	m := Measure{Rest: ems(13)}
	b.ReportAllocs()
	for b.Loop() {
		for i := range paras {
			Prepare(paras[i]).Set(m)
		}
	}
}

func BenchmarkPrepare(b *testing.B) {
	in := page()[0]
	b.ReportAllocs()
	for b.Loop() {
		Prepare(in)
	}
}

func BenchmarkSet(b *testing.B) {
	for name, m := range map[string]Measure{
		"column":    {Rest: ems(13)},
		"runaround": {Lines: []geom.Length{ems(13), ems(9), ems(9), ems(9), ems(9), ems(9)}, Rest: ems(13)},
	} {
		b.Run(name, func(b *testing.B) {
			p := Prepare(page()[0])
			b.ReportAllocs()
			for b.Loop() {
				p.Set(m)
			}
		})
	}
}

func BenchmarkSetIn(b *testing.B) {
	p := Prepare(page()[0])
	m := Measure{Rest: ems(13)}
	n := len(p.Set(m).Lines)
	b.ReportAllocs()
	for b.Loop() {
		p.SetIn(m, n+1)
	}
}

func BenchmarkRows(b *testing.B) {
	p := prepared("紧张起来 严格起来 坚决打赢疫情防控这场硬仗", Style{Align: Centre})
	b.ReportAllocs()
	for b.Loop() {
		p.Rows(ems(12), 3)
	}
}
