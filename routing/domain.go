package routing

import "strings"

// publicDomains are those at which anybody may have a mail address, so that they say nothing of a company, and some ends under which companies have their own domains.
// The list is of the providers that are usual in Europe and North America. A policy adds others.
const publicDomains = `
gmail.com googlemail.com outlook.com outlook.fr outlook.de outlook.es outlook.it outlook.be hotmail.com hotmail.fr hotmail.de hotmail.es hotmail.it hotmail.be hotmail.nl
hotmail.co.uk live.com live.fr live.be live.de live.it live.nl live.co.uk msn.com windowslive.com
yahoo.com yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.be yahoo.ca yahoo.co.uk ymail.com rocketmail.com aol.com aol.fr aol.de aim.com
icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io hey.com fastmail.com fastmail.fm zoho.com zohomail.eu mailo.com mail.com
email.com usa.com gmx.com gmx.net gmx.de gmx.at gmx.ch gmx.fr web.de t-online.de freenet.de arcor.de online.de vodafone.de mailbox.org posteo.de
orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net bbox.fr numericable.fr club-internet.fr aliceadsl.fr cegetel.net noos.fr gmx.eu voila.fr 9online.fr
skynet.be telenet.be proximus.be scarlet.be voo.be belgacom.net pandora.be ziggo.nl kpnmail.nl planet.nl xs4all.nl home.nl hetnet.nl chello.nl upcmail.nl
bluewin.ch hispeed.ch sunrise.ch swissonline.ch pt.lu internet.lu aon.at chello.at a1.net
libero.it virgilio.it tin.it alice.it tiscali.it fastwebnet.it inwind.it iol.it telefonica.net terra.es movistar.es sapo.pt clix.pt
btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk tiscali.co.uk eircom.net
wp.pl o2.pl onet.pl interia.pl op.pl gazeta.pl tlen.pl seznam.cz centrum.cz email.cz volny.cz azet.sk zoznam.sk freemail.hu citromail.hu abv.bg
online.no telia.com telia.se spray.se bredband.net mail.dk jubii.dk kolumbus.fi luukku.com
yandex.ru yandex.com mail.ru bk.ru inbox.ru list.ru rambler.ru ukr.net i.ua
comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com optonline.net rogers.com shaw.ca sympatico.ca videotron.ca bell.net
qq.com 163.com 126.com naver.com hanmail.net daum.net rediffmail.com uol.com.br bol.com.br terra.com.br
mailinator.com yopmail.com guerrillamail.com 10minutemail.com trashmail.com temp-mail.org
co.uk org.uk ac.uk com.au net.au com.br com.tr co.jp co.in co.za com.mx com.pl co.at com.pt com.es com.gr com.cn com.hk com.sg co.nz co.il com.ua`

// publicOf gives the set of public domains, with more.
func publicOf(more []string) map[string]bool {
	m := map[string]bool{}
	for _, d := range strings.Fields(publicDomains) {
		m[d] = true
	}
	for _, d := range more {
		m[domainOf(d)] = true
	}
	return m
}
